using System.Text;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>One IFD for <see cref="TiffWriter"/>: any entries, segments with their tables, SubIFDs.</summary>
internal sealed class TestIfd
{
    /// <summary>In the order they are written.</summary>
    public List<TestEntry> Entries { get; } = [];

    /// <summary>SubIFDs, written before this IFD and named by tag 330.</summary>
    public List<TestIfd> Subs { get; } = [];

    /// <summary>Bytes of each segment; null for one that is not there.</summary>
    public IReadOnlyList<byte[]?>? Segments { get; private set; }

    public bool Tiled { get; private set; }

    public TiffFieldType OffsetsType { get; set; } = TiffFieldType.Long;

    /// <summary>Null to leave the byte counts out.</summary>
    public TiffFieldType? CountsType { get; set; } = TiffFieldType.Long;

    /// <summary>What is written in place of the offsets of segments.</summary>
    public Func<ulong[], ulong[]> ChangeOffsets { get; set; } = offsets => offsets;

    /// <summary>The same of the byte counts.</summary>
    public Func<ulong[], ulong[]> ChangeCounts { get; set; } = counts => counts;

    /// <summary>Where the IFD lies, once written.</summary>
    public long Offset { get; set; }

    /// <summary>Where the offset of the next IFD lies, once written.</summary>
    public long NextAt { get; set; }

    public TestIfd Set(TiffTag tag, TiffFieldType type, params ulong[] values)
    {
        Entries.Add(new TestEntry((ushort)tag, type, values, null));
        return this;
    }

    public TestIfd Short(TiffTag tag, params ulong[] values) => Set(tag, TiffFieldType.Short, values);

    public TestIfd Long(TiffTag tag, params ulong[] values) => Set(tag, TiffFieldType.Long, values);

    public TestIfd Text(TiffTag tag, string text) => Text(tag, Encoding.UTF8.GetBytes(text));

    public TestIfd Text(TiffTag tag, byte[] text)
    {
        Entries.Add(new TestEntry((ushort)tag, TiffFieldType.Ascii, [], [.. text, 0]));
        return this;
    }

    public TestIfd Rational(TiffTag tag, uint numerator, uint denominator) => Set(tag, TiffFieldType.Rational, numerator, denominator);

    public TestIfd Remove(TiffTag tag)
    {
        Entries.RemoveAll(entry => entry.Tag == (ushort)tag);
        return this;
    }

    public TestIfd WithSegments(bool tiled, IReadOnlyList<byte[]?> segments)
    {
        (Tiled, Segments) = (tiled, segments);
        return this;
    }

    public TestIfd WithSubs(params IEnumerable<TestIfd> subs)
    {
        Subs.AddRange(subs);
        return this;
    }
}

/// <summary>An entry as it is to be written: numbers of a type (a rational as two), or bytes.</summary>
internal readonly record struct TestEntry(ushort Tag, TiffFieldType Type, ulong[] Numbers, byte[]? Bytes)
{
    public ulong Count => Bytes is not null ? (ulong)Bytes.Length
        : Type is TiffFieldType.Rational or TiffFieldType.SRational ? (ulong)Numbers.Length / 2 : (ulong)Numbers.Length;

    public int NumberWidth => Type is TiffFieldType.Rational or TiffFieldType.SRational ? 4 : Math.Max(1, Type.Width());
}
