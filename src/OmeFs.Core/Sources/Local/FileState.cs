namespace OmeFs.Core.Sources.Local;

/// <summary>A file's attributes, and when they or its contents last changed.</summary>
/// <param name="Changed">ctime, nanoseconds since 1970-01-01 UTC: unlike mtime, programs cannot set it.</param>
internal readonly record struct FileState(long Changed, uint Mode, uint Owner, uint Group, uint Links);
