namespace OmeFs.Core.Sources;

/// <summary>The unpacked bytes of a packed file, up to a limit. Damaged data throw an OmeFsException.</summary>
/// <param name="unpacking">Disposed with this.</param>
/// <param name="packing">"gzip".</param>
/// <param name="most">The most bytes that it may unpack to.</param>
internal sealed class UnpackedStream(Stream unpacking, string packing, string name, long packed, long most) : ForwardStream
{
    private long _read;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>, <see cref="FaultKind.LimitExceeded"/>, or as the source says.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            var read = unpacking.Read(buffer, offset, count);
            _read += read;
            return _read <= most ? read : throw UnpackLimits.Exceeded(name, packed, most);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException)
        {
            throw Damaged(name, packing, _read, cause);
        }
    }

    /// <param name="unpacked">Bytes before the damage was noticed.</param>
    public static OmeFsException Damaged(string name, string packing, long unpacked, Exception cause) => new(
        FaultKind.Corrupt, $"{name}: its {packing} data are damaged or incomplete, somewhere behind the first {unpacked} bytes that they unpack to; fetch or make the file again", cause);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacking.Dispose();
        base.Dispose(disposing);
    }
}
