namespace OmeFs.Core.References.Targets;

/// <summary>Judged targets, by the number of their URL. Safe from many threads.</summary>
internal interface ITargets
{
    Target this[int url] { get; }
}
