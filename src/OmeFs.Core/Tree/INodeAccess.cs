namespace OmeFs.Core.Tree;

/// <summary>Who may read the nodes of a tree. Safe from many threads; reads nothing.</summary>
public interface INodeAccess
{
    /// <summary>Nobody, if the node is gone.</summary>
    ReadAccess AccessOf(NodeId id);
}

/// <summary>The same for every node, as of a single source.</summary>
public sealed class SameAccess(ReadAccess access) : INodeAccess
{
    public ReadAccess AccessOf(NodeId id) => access;
}
