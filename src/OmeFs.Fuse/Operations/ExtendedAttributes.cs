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
    public static Reply List(FuseRequest request)
    {
        var body = request.Body;
        if (!body.TryRead(out FuseGetxattrIn input))
            return Errno.EINVAL;
        return input.Size == 0 ? request.Answer(new FuseGetxattrOut()) : Reply.Done;
    }

    /// <summary>Absent, whatever the name.</summary>
    public static Reply Get() => Errno.ENODATA;
}
