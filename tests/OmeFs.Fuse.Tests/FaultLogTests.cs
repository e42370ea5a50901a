using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>However much fails, the log has at most one line a source, kind of fault and minute, and says how much it left out.</summary>
public sealed class FaultLogTests
{
    private readonly HandClock _clock = new();
    private readonly RecordingLogger _log = new();
    private readonly FaultLog _faults;

    public FaultLogTests()
    {
        var builder = new TreeBuilder();
        var folder = builder.AddFolder(NodeId.Root, "0");
        builder.AddChunks(folder, new ArrayShape(1, 1, 1, 1, 20_000), new PatternStore(10));
        _faults = new FaultLog(builder.Freeze(new NodeVersion(0, 1), 1), _log, _clock, CancellationToken.None);
    }

    [Fact]
    public void One_source_that_changed_is_one_line_a_minute_with_a_count()
    {
        for (var minute = 0; minute < 3; minute++)
        {
            for (var i = 0; i < 10_000; i++)
                Fail(i, new OmeFsException(FaultKind.SourceChanged, "/data/a.tif: changed since it was opened"));
            _clock.Pass(TimeSpan.FromSeconds(61));
        }
        _faults.Finish();
        Assert.Equal(3, Lines("failed with ESTALE"));
        Assert.Equal(3, Lines("/data/a.tif: 9999 more request(s) failed"));
        Assert.Equal(6, _log.Lines.Count);
    }

    [Fact]
    public void Damage_that_is_worded_differently_for_each_chunk_is_one_line_too()
    {
        for (var i = 0; i < 5_000; i++)
            Fail(i, new OmeFsException(FaultKind.Corrupt, $"tile {i} of the IFD at offset 8: its deflate data are damaged"));
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Other_sources_and_other_kinds_have_lines_of_their_own()
    {
        for (var i = 0; i < 30; i++)
        {
            Fail(i, new OmeFsException(FaultKind.NotFound, $"/data/{i % 3}.tif: no such file"));
            Fail(i, new OmeFsException(FaultKind.AccessRefused, $"/data/{i % 3}.tif: permission denied"));
        }
        Assert.Equal(6, _log.Lines.Count);
    }

    [Fact]
    public void Very_many_sources_do_not_fill_memory_or_the_log()
    {
        for (var i = 0; i < 20_000; i++)
            Fail(i, new OmeFsException(FaultKind.NotFound, $"/data/{i}.tif: no such file"));
        Assert.InRange(_log.Lines.Count, 1_000, 1_010);
        _faults.Finish();
        Assert.Equal(1, Lines("other sources: 18999 more request(s)"));
    }

    [Fact]
    public void A_bug_is_logged_with_its_stack()
    {
        Fail(1, new InvalidCastException("oops"));
        Fail(2, new InvalidCastException("oops"));
        Assert.IsType<InvalidCastException>(Assert.Single(_log.Lines).Fault);
    }

    private void Fail(int chunk, Exception fault) =>
        _faults.Record(new FuseInHeader { Opcode = FuseOpcode.Read, Nodeid = (ulong)(7 + chunk) }, fault);

    private int Lines(string text) => _log.Lines.Count(line => line.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>Stands still until it is told.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
