namespace OmeFs.Core.References.Targets;

/// <summary>Targets that were judged, by number. Safe from many threads.</summary>
internal interface ITargets
{
    Target this[int url] { get; }
}
