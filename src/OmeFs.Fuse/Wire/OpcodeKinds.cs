namespace OmeFs.Fuse.Wire;

/// <summary>Which opcodes would change something, and which expect no reply.</summary>
internal static class OpcodeKinds
{
    public static bool Mutates(FuseOpcode opcode) => opcode is FuseOpcode.Setattr or FuseOpcode.Symlink or FuseOpcode.Mknod
        or FuseOpcode.Mkdir or FuseOpcode.Unlink or FuseOpcode.Rmdir or FuseOpcode.Rename or FuseOpcode.Link or FuseOpcode.Write
        or FuseOpcode.Setxattr or FuseOpcode.Removexattr or FuseOpcode.Create or FuseOpcode.Fallocate or FuseOpcode.Rename2
        or FuseOpcode.CopyFileRange or FuseOpcode.Tmpfile or FuseOpcode.CopyFileRange64;

    public static bool IsSilent(FuseOpcode opcode) => opcode is FuseOpcode.Forget or FuseOpcode.BatchForget or FuseOpcode.NotifyReply;
}
