namespace OmeFs.Core.Ome.Writing;

/// <summary>A memory stream with the limit of a METADATA.ome.xml: the channels of a document may multiply what is copied.</summary>
internal sealed class BoundedStream(string sourceName) : MemoryStream
{
    // In a derived class, MemoryStream's own Write of a span also calls this.
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Length + count > OmeLimits.MaxMetadataBytes)
            throw new OmeFsException(
                FaultKind.LimitExceeded,
                $"{sourceName}: the OME-XML without its TiffData is longer than {OmeLimits.MaxMetadataBytes} bytes, the most that is shown.");
        base.Write(buffer, offset, count);
    }
}
