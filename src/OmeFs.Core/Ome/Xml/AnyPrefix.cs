using System.Xml;

namespace OmeFs.Core.Ome.Xml;

/// <summary>Gives each undeclared prefix a separate namespace. Elements are recognised by their local names alone.</summary>
internal sealed class AnyPrefix(NameTable names) : XmlNamespaceManager(names)
{
    public override string? LookupNamespace(string prefix) =>
        base.LookupNamespace(prefix) ?? NameTable!.Add($"urn:undeclared:{prefix}");
}
