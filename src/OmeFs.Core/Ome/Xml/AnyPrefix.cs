using System.Xml;

namespace OmeFs.Core.Ome.Xml;

/// <summary>Gives each prefix that a document does not declare a namespace of its own: elements are told by their local names alone.</summary>
internal sealed class AnyPrefix(NameTable names) : XmlNamespaceManager(names)
{
    public override string? LookupNamespace(string prefix) =>
        base.LookupNamespace(prefix) ?? NameTable!.Add($"urn:undeclared:{prefix}");
}
