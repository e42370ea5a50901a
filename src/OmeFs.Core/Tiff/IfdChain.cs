using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>
/// Walks the main chain from the header on and, by tag 330 alone, the SubIFDs of each IFD; a SubIFD's own next-IFD pointer leads
/// elsewhere and is not followed. One walk, no going back, and nothing kept but one record an IFD.
/// </summary>
internal sealed class IfdChain
{
    private readonly IByteSource _source;
    private readonly TiffHeader _header;
    private readonly IfdParser _parser;
    private readonly IfdLayoutReader _layouts;
    private readonly IfdEntries _main = new();
    private readonly IfdEntries _sub = new();
    private readonly List<string> _notices = [];

    public IfdChain(IByteSource source, TiffHeader header)
    {
        (_source, _header) = (source, header);
        _parser = new IfdParser(source, header);
        _layouts = new IfdLayoutReader(_parser, source.Name);
        SubIfds = new IfdTable(Ifds);
    }

    public IfdTable Ifds { get; } = new();

    public IfdTable SubIfds { get; }

    public IReadOnlyList<string> Notices => _notices;

    public async Task WalkAsync(CancellationToken cancellation)
    {
        var guard = new CycleGuard(Ifds);
        IfdTemplate? template = null;
        for (var offset = _header.FirstIfd; offset != 0;)
        {
            if (!guard.Enter(offset))
            {
                _notices.Add($"the IFD chain leads from IFD {Ifds.Count - 1} back to offset {offset}; it was taken to end there");
                break;
            }
            CheckCount();
            if (template is not null && await _parser.TryHoldAsync(offset, template.Length, cancellation)
                && template.Matches(offset, _parser.BytesOf(offset, template.Length), out var like, out var next))
            {
                Ifds.Add(like);
                offset = next;
                continue;
            }
            await _parser.ReadAsync(offset, new IfdLabel(Ifds.Count), _main, cancellation);
            var record = await RecordAsync(_main, cancellation);
            Ifds.Add(_main[TiffTag.SubIfds] is { } sub ? await WalkSubIfdsAsync(record, sub, cancellation) : record);
            template = IfdTemplate.Of(_header, _main, _parser.BytesOf(offset, _main.Length), record, _source.Length);
            offset = _main.Next;
        }
        if (Ifds.Count == 0)
            throw new OmeFsException(FaultKind.Corrupt, $"{_source.Name}: has no IFD: the header's offset of the first one is 0");
    }

    /// <summary>IFDs have to lie somewhere: where there are more than the file has room for, some are counted again and again.</summary>
    private void CheckCount()
    {
        var room = (_source.Length / (_header.CountWidth + _header.EntryWidth + _header.OffsetWidth)) + 1;
        if (Ifds.Count + SubIfds.Count >= Math.Min(room, TiffLimits.MaxIfds))
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"{_source.Name}: at most {Math.Min(room, TiffLimits.MaxIfds)} IFDs expected in {_source.Length} bytes, found more");
    }

    private async ValueTask<IfdRecord> RecordAsync(IfdEntries ifd, CancellationToken cancellation)
    {
        var layout = await _layouts.ReadAsync(ifd, cancellation);
        return _layouts.Record(ifd, layout, Ifds.LayoutIndexOf(layout), _source.Length);
    }

    private async ValueTask<IfdRecord> WalkSubIfdsAsync(IfdRecord parent, IfdEntry entry, CancellationToken cancellation)
    {
        var first = SubIfds.Count;
        foreach (var offset in await _parser.UnsignedsAsync(_main, entry, TiffLimits.MaxSubIfds, cancellation))
        {
            if (offset < TiffHeader.ClassicLength)
                break; // some writers fill the tag up with zeros
            CheckCount();
            var label = new IfdLabel(Ifds.Count, SubIfds.Count - first);
            await _parser.ReadAsync(offset, label, _sub, cancellation);
            SubIfds.Add(await RecordAsync(_sub, cancellation));
        }
        return parent with { FirstSub = first, SubCount = (ushort)(SubIfds.Count - first) };
    }
}
