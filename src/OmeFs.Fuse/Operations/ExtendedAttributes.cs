using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>LISTXATTR and GETXATTR: no file here has an extended attribute.</summary>
/// <remarks>
/// "No attributes" differs from "not supported": on the latter, Samba with streams_xattr or fruit fails (NT_STATUS_NOT_SUPPORTED), and so does
/// `cp --preserve=xattr`.
/// </remarks>
internal static class ExtendedAttributes
{
    /// <summary>An empty list. Spec: a request with size 0 asks for the list's length.</summary>
    public static Reply List(FuseRequest request)
    {
        var body = request.Body;
        if (!body.TryRead(out FuseGetxattrIn input))
            return Errno.EINVAL;
        return input.Size == 0 ? request.Answer(new FuseGetxattrOut()) : Reply.Done;
    }

    /// <summary>No attribute of any name exists.</summary>
    public static Reply Get() => Errno.ENODATA;
}
