using System.Text;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Tree;

/// <summary>Documents that are made when they are read, and what is kept of them.</summary>
public class TreeDocumentTests
{
    [Fact]
    public async Task A_read_of_any_part_of_a_joined_document_is_that_part_of_the_whole()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            var (frame, places, documents, whole) = (new StringBuilder(), new List<int>(), new List<TreeDocument>(), new StringBuilder());
            for (var i = random.Next(8); i > 0; i--)
            {
                var text = new string((char)('a' + i), random.Next(1, 5));
                var bytes = Encoding.ASCII.GetBytes(new string((char)('A' + i), random.Next(1, 20)));
                frame.Append(text);
                places.Add(frame.Length);
                frame.Append('0');
                documents.Add(i % 2 == 0 ? TreeDocument.Of(bytes) : TreeDocument.Lazy(() => bytes.Length, () => Task.FromResult(bytes)));
                whole.Append(text).Append(Encoding.ASCII.GetString(bytes));
            }
            frame.Append("end");
            whole.Append("end");
            var joined = TreeDocument.Joined(Encoding.ASCII.GetBytes(frame.ToString()), places, documents);
            Assert.Equal(whole.Length, joined.Length);
            Assert.Equal(whole.ToString(), Encoding.ASCII.GetString(await joined.BytesAsync()));
            for (var offset = 0; offset <= whole.Length + 1; offset++)
                for (var length = 0; length <= whole.Length - offset + 2; length++)
                {
                    var part = new byte[length];
                    var count = await ((IDeferredContent)joined).ReadAsync(NodeId.Root, offset, part, default);
                    Assert.Equal(whole.ToString()[Math.Min(offset, whole.Length)..Math.Min(offset + length, whole.Length)], Encoding.ASCII.GetString(part, 0, count));
                }
        }
    }

    [Fact]
    public async Task A_read_makes_the_documents_that_it_touches_alone()
    {
        var made = new int[100];
        var documents = Enumerable.Range(0, made.Length).Select(i => TreeDocument.Lazy(() => 10, () => Task.FromResult(new byte[10 + (0 * ++made[i])])));
        var joined = TreeDocument.Joined(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("-0", made.Length))), [.. Enumerable.Range(0, made.Length).Select(i => (2 * i) + 1)], [.. documents]);
        Assert.Equal(100 * 11, joined.Length);
        Assert.Equal(20, await ((IDeferredContent)joined).ReadAsync(NodeId.Root, (11 * 40) + 5, new byte[20], default));
        Assert.Equal([40, 41, 42], Enumerable.Range(0, made.Length).Where(i => made[i] > 0));
    }

    /// <summary>The bytes may be given up as soon as nobody uses them, and are made again.</summary>
    [Fact]
    public async Task A_document_that_was_read_does_not_stay()
    {
        var made = 0;
        var document = TreeDocument.Lazy(() => 100_000, () => Task.FromResult(new byte[100_000 + (0 * ++made)]));
        var first = await ReadAsync();
        await Task.Yield(); // the maker of the document holds it until then
        for (var i = 0; i < 100 && first.IsAlive; i++)
        {
            await Task.Delay(10);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        }
        Assert.False(first.IsAlive);
        await ReadAsync();
        Assert.Equal(2, made);

        async Task<WeakReference> ReadAsync() => new(await document.BytesAsync());
    }

    [Fact]
    public async Task Readers_at_the_same_time_make_a_document_once()
    {
        var (made, gate) = (0, new TaskCompletionSource());
        var document = TreeDocument.Lazy(() => 3, async () =>
        {
            Interlocked.Increment(ref made);
            await gate.Task;
            return [1, 2, 3];
        });
        var readers = Enumerable.Range(0, 20).Select(_ => document.BytesAsync()).ToList();
        gate.SetResult();
        foreach (var bytes in await Task.WhenAll(readers))
            Assert.Equal([1, 2, 3], bytes);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task A_fault_is_no_document_and_is_met_again()
    {
        var made = 0;
        var document = TreeDocument.Lazy(() => 3, () => Task.FromResult(new byte[++made == 1 ? 2 : 3]));
        Assert.Equal(FaultKind.Bug, (await Assert.ThrowsAsync<OmeFsException>(document.BytesAsync)).Kind);
        Assert.Equal(3, (await document.BytesAsync()).Length);
    }
}
