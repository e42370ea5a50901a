namespace OmeFs.Core.Tree;

/// <summary>Who may read the nodes of a tree. Safe from many threads; reads nothing.</summary>
public interface INodeAccess
{
    /// <summary>Who may read the node; no user if the node no longer exists.</summary>
    ReadAccess AccessOf(NodeId id);
}

/// <summary>Gives every node the same access, as for a single source.</summary>
public sealed class SameAccess(ReadAccess access) : INodeAccess
{
    public ReadAccess AccessOf(NodeId id) => access;
}
