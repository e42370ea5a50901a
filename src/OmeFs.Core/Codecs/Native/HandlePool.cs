using System.Collections.Concurrent;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// Unused handles of one description, at most one per processor, because more threads seldom decode at the same time. Handles that are dropped with
/// the pool are closed by their finalizers.
/// </summary>
internal sealed class HandlePool(byte[] tiff)
{
    private readonly ConcurrentBag<TiffHandle> _idle = [];

    /// <summary>The caller owns the handle until it is returned or disposed.</summary>
    public TiffHandle Take() => _idle.TryTake(out var handle) ? handle : Open();

    public TiffHandle Open() => TiffHandle.Open(tiff);

    public void Return(TiffHandle handle)
    {
        if (_idle.Count < Environment.ProcessorCount)
            _idle.Add(handle);
        else
            handle.Dispose();
    }
}
