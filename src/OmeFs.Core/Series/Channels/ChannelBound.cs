namespace OmeFs.Core.Series.Channels;

/// <summary>Counts the channels of a source's images while these are made, and ends what cannot end well.</summary>
public sealed class ChannelBound(string source)
{
    /// <summary>
    /// Channels of all images together, but for each image's first. Arbitrary: a channel takes some 5 KiB on the way to its documents, and
    /// 200 bytes of a file can claim 65,535 of them as samples of a pixel.
    /// </summary>
    public const int MaxChannels = 131_072;

    private long _found;

    /// <summary>To be asked before anything is made of an image's channels.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>: with these there are too many.</exception>
    public void Expect(int channels)
    {
        _found += channels - 1L;
        if (_found > MaxChannels)
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"{source}: its images have more than {MaxChannels} channels beyond their first ones, at least {_found}");
    }
}
