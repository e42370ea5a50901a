namespace OmeFs.Core.Ome.Writing;

/// <summary>A memory stream that refuses to grow past a METADATA.ome.xml's limit: channels times samples may multiply what is copied.</summary>
internal sealed class BoundedStream(string sourceName) : MemoryStream
{
    // MemoryStream's own Write of a span comes here too in a derived class.
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Length + count > OmeLimits.MaxMetadataBytes)
            throw new OmeFsException(
                FaultKind.LimitExceeded,
                $"{sourceName}: the OME-XML without its TiffData is longer than {OmeLimits.MaxMetadataBytes} bytes, the most that is shown.");
        base.Write(buffer, offset, count);
    }
}
