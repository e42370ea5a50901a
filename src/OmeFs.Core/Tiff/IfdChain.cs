using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>
/// Walks the main chain from the header on, and the SubIFDs (tag 330) of each IFD. The next-IFD pointer of a SubIFD is not followed. The walk
/// is a single pass and keeps one record per IFD. An unreadable IFD keeps its index, so that the IFDs after it keep theirs.
/// </summary>
internal sealed class IfdChain
{
    private readonly IByteSource _source;
    private readonly TiffHeader _header;
    private readonly IfdParser _parser;
    private readonly IfdLayoutReader _layouts;
    private readonly IfdEntries _main = new();
    private readonly IfdEntries _sub = new();
    private readonly WalkNotices _ofTags = new();
    private readonly List<string> _notices = [];
    private readonly Dictionary<IfdLabel, OmeFsException> _unreadable = [];

    public IfdChain(IByteSource source, TiffHeader header)
    {
        (_source, _header) = (source, header);
        _parser = new IfdParser(source, header);
        _layouts = new IfdLayoutReader(_parser, source.Name, _ofTags);
        SubIfds = new IfdTable(Ifds);
    }

    public IfdTable Ifds { get; } = new();

    public IfdTable SubIfds { get; }

    public IReadOnlyList<string> Notices => [.. _notices, .. UnreadableNotice(), .. _ofTags.Texts];

    /// <summary>The chain ends at an offset where there is no IFD.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>The LSM record of a Zeiss LSM; null for other files.</summary>
    public LsmInfo? Lsm { get; private set; }

    /// <summary>The unreadable IFDs, each with the reason.</summary>
    public IReadOnlyDictionary<IfdLabel, OmeFsException> Unreadable => _unreadable;

    private long MostIfds => Math.Min((_source.Length / (_header.CountWidth + _header.EntryWidth + _header.OffsetWidth)) + 1, TiffLimits.MaxIfds);

    /// <exception cref="OmeFsException">The file has no readable IFD.</exception>
    public async Task WalkAsync(CancellationToken cancellation)
    {
        await WalkMainAsync(cancellation);
        if (Ifds.Count == 0)
            throw new OmeFsException(FaultKind.Corrupt, $"{_source.Name}: has no IFD: the header's offset of the first one is 0");
        if (_unreadable.Count >= Ifds.Count && _unreadable.Keys.Count(label => label.Sub < 0) == Ifds.Count)
            throw _unreadable[new IfdLabel(0)];
    }

    private async Task WalkMainAsync(CancellationToken cancellation)
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
            if (Ifds.Count >= MostIfds)
                throw new OmeFsException(FaultKind.LimitExceeded, $"{_source.Name}: at most {MostIfds} IFDs expected in {_source.Length} bytes, found more");
            if (template is not null && await _parser.TryHoldAsync(offset, template.Length, cancellation)
                && template.Matches(offset, _parser.BytesOf(offset, template.Length), out var like, out var next))
            {
                Ifds.Add(like);
                offset = next;
                continue;
            }
            if (_unreadable.Count >= TiffLimits.MaxUnreadableIfds)
            {
                _notices.Add($"{_unreadable.Count} IFDs cannot be read; the IFD chain was taken to end after IFD {Ifds.Count - 1}");
                break;
            }
            if (!await TryFindAsync(offset, cancellation))
                break;
            if (Ifds.Count == 0)
                await DetectVendorAsync(cancellation);
            var record = await RecordAsync(_main, cancellation);
            Ifds.Add(_main[TiffTag.SubIfds] is { } sub ? await WalkSubIfdsAsync(record, sub, cancellation) : record);
            template = IfdLayoutReader.IsRegular(_main, Ifds.Layouts[record.Layout])
                ? IfdTemplate.Of(_header, _main, _parser.BytesOf(offset, _main.Length), record, _source.Length)
                : null;
            offset = _main.Next;
        }
    }

    /// <summary>Recognises the format of the whole file (NDPI, LSM) by the tags of its first IFD.</summary>
    private async ValueTask DetectVendorAsync(CancellationToken cancellation)
    {
        if (_main[TiffTag.NdpiFormat] is not null)
            throw NdpiFault.Of(_source);
        if (_main[TiffTag.CzLsmInfo] is { } tag && !_header.BigEndian && !_header.BigTiff)
            Lsm = await LsmInfo.ReadAsync(_source, tag, cancellation);
        _layouts.IsLsm = Lsm is not null;
    }

    /// <summary>False if there is no IFD at the offset. For the first IFD this is a fault: a file without IFDs has no pixels.</summary>
    private async ValueTask<bool> TryFindAsync(long offset, CancellationToken cancellation)
    {
        try
        {
            await _parser.ReadAsync(offset, new IfdLabel(Ifds.Count), _main, cancellation);
            return true;
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt && Ifds.Count == 0)
        {
            if (await NdpiFault.IsNdpiAsync(_source, _header, cancellation))
                throw NdpiFault.Of(_source);
            throw;
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt && Ifds.Count > 0)
        {
            IsCutShort = true;
            _notices.Add($"the IFD chain was taken to end after IFD {Ifds.Count - 1}: {Plain(fault)}");
            return false;
        }
    }

    /// <summary>Each IFD takes up bytes of the file. If there are more than the file has room for, some are counted repeatedly.</summary>
    private bool HasRoom() => Ifds.Count + SubIfds.Count < MostIfds;

    private async ValueTask<IfdRecord> RecordAsync(IfdEntries ifd, CancellationToken cancellation)
    {
        try
        {
            var layout = await _layouts.ReadAsync(ifd, cancellation);
            return _layouts.Record(ifd, layout, Ifds.LayoutIndexOf(layout));
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            return Gap(ifd.Label, ifd.Offset, fault);
        }
    }

    /// <summary>The record of an unreadable IFD.</summary>
    private IfdRecord Gap(IfdLabel label, long offset, OmeFsException why)
    {
        _unreadable.TryAdd(label, why);
        return new IfdRecord(offset, -1, -1, Ifds.LayoutIndexOf(IfdLayout.Unreadable), -1, 0, 0, 0);
    }

    private async ValueTask<IfdRecord> WalkSubIfdsAsync(IfdRecord parent, IfdEntry entry, CancellationToken cancellation)
    {
        var first = SubIfds.Count;
        foreach (var offset in await SubOffsetsAsync(entry, cancellation))
        {
            if (offset < TiffHeader.ClassicLength || _unreadable.Count >= TiffLimits.MaxUnreadableIfds)
                break; // Some writers pad the tag with zeros.
            if (!HasRoom())
            {
                _ofTags.Add(_main.Label, $"{entry} names more SubIFDs than the file has room for; the others were not read");
                break;
            }
            SubIfds.Add(await SubIfdAsync(offset, new IfdLabel(Ifds.Count, SubIfds.Count - first), cancellation));
        }
        return parent with { FirstSub = first, SubCount = (ushort)(SubIfds.Count - first) };
    }

    private async ValueTask<IfdRecord> SubIfdAsync(long offset, IfdLabel label, CancellationToken cancellation)
    {
        try
        {
            await _parser.ReadAsync(offset, label, _sub, cancellation);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            return Gap(label, offset, fault);
        }
        return await RecordAsync(_sub, cancellation);
    }

    /// <summary>The offsets in tag 330, as far as they can be read. libvips has written the tag without a value.</summary>
    private async ValueTask<long[]> SubOffsetsAsync(IfdEntry entry, CancellationToken cancellation)
    {
        if (entry.Count == 0)
            return [];
        if (!entry.Type.IsInteger() || entry.Type is TiffFieldType.Byte or TiffFieldType.SByte or TiffFieldType.Undefined
            || !_parser.Holds(entry with { Count = Math.Min(entry.Count, TiffLimits.MaxSubIfds) }))
        {
            _ofTags.Add(_main.Label, $"{entry} cannot be read ({entry.Count} of type {entry.Type}); its SubIFDs are not shown");
            return [];
        }
        if (entry.Count > TiffLimits.MaxSubIfds)
            _ofTags.Add(_main.Label, $"{entry} has {entry.Count} values; the first {TiffLimits.MaxSubIfds} were read");
        return await _parser.UnsignedsAsync(_main, entry with { Count = Math.Min(entry.Count, TiffLimits.MaxSubIfds) }, TiffLimits.MaxSubIfds, cancellation);
    }

    private IEnumerable<string> UnreadableNotice() => _unreadable.Count switch
    {
        0 => [],
        1 => [$"{_unreadable.Keys.First()} cannot be read and is not shown: {Plain(_unreadable.Values.First())}"],
        var all => [$"{all} IFDs cannot be read and are not shown, the first of them {_unreadable.Keys.First()}: {Plain(_unreadable.Values.First())}"],
    };

    /// <summary>A fault's message without the name of the file, because notices are shown with it.</summary>
    private string Plain(OmeFsException fault) =>
        fault.Message.StartsWith(_source.Name + ": ", StringComparison.Ordinal) ? fault.Message[(_source.Name.Length + 2)..] : fault.Message;
}
