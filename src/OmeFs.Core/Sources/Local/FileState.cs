namespace OmeFs.Core.Sources.Local;

/// <summary>What a file's attributes are, and when they or its contents were last changed.</summary>
/// <param name="Changed">ctime, nanoseconds since 1970-01-01 UTC: unlike the time of modification nobody can set it.</param>
internal readonly record struct FileState(long Changed, uint Mode, uint Owner, uint Group, uint Links);
