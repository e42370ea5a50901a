namespace OmeFs.Core.Series.Channels;

/// <summary>Counts the channels of a source's images while these are created, and refuses too many.</summary>
internal sealed class ChannelBound(string source)
{
    /// <summary>
    /// Channels of all images together, except each image's first. Arbitrary: a channel takes about 5 KiB while its documents are made, and 200
    /// bytes of a file can claim 65,535 channels as samples per pixel.
    /// </summary>
    public const int MaxChannels = 131_072;

    private long _found;

    /// <summary>Must be called before the channels of an image are created.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>: with these, there are too many.</exception>
    public void Expect(int channels)
    {
        _found += channels - 1L;
        if (_found > MaxChannels)
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"{source}: its images have more than {MaxChannels} channels beyond their first ones, at least {_found}");
    }
}
