using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>LISTXATTR and GETXATTR: no file here has an extended attribute.</summary>
/// <remarks>
/// "No attributes" is another answer than "not supported". Samba with streams_xattr or fruit fails on the second (NT_STATUS_NOT_SUPPORTED), and so
/// does `cp --preserve=xattr`.
/// </remarks>
internal static class ExtendedAttributes
{
    /// <summary>An empty list. Spec: a program that asks with size 0 asks for the list's length.</summary>
    public static Answer List(Exchange exchange)
    {
        var body = exchange.Body;
        if (!body.TryRead(out FuseGetxattrIn request))
            return Errno.EINVAL;
        return request.Size == 0 ? exchange.Answer(new FuseGetxattrOut()) : Answer.Done;
    }

    /// <summary>Absent, whatever the name.</summary>
    public static Answer Get() => Errno.ENODATA;
}
