namespace OmeFs.Testing.Remote;

/// <summary>The requests since the last <see cref="Forget"/>: numbered, counted, and kept in order if that is wanted.</summary>
internal sealed class RequestLog(bool keeps)
{
    private readonly Lock _lock = new();
    private readonly List<ServedRequest> _requests = [];
    private long _next;
    private long _bytesOfFinished;
    private int _generation, _atOnce, _mostAtOnce;

    public IReadOnlyList<ServedRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    public int MostConcurrent
    {
        get
        {
            lock (_lock)
                return _mostAtOnce;
        }
    }

    public (long Requests, long Bytes, int MostConcurrent) Count
    {
        get
        {
            lock (_lock)
                return (_next, _bytesOfFinished, _mostAtOnce);
        }
    }

    /// <summary>Requests that are being answered still count as concurrent.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _requests.Clear();
            (_next, _bytesOfFinished, _mostAtOnce) = (0, 0, _atOnce);
            _generation++;
        }
    }

    public Entry Enter(Func<long, ServedRequest> make)
    {
        lock (_lock)
        {
            var request = make(_next++);
            if (keeps)
                _requests.Add(request);
            _mostAtOnce = Math.Max(_mostAtOnce, ++_atOnce);
            return new Entry(this, request, _generation);
        }
    }

    private void Leave(ServedRequest request, int generation)
    {
        lock (_lock)
        {
            _atOnce--;
            if (generation == _generation)
                _bytesOfFinished += request.BytesSent;
        }
    }

    /// <summary>A request while it is answered.</summary>
    public sealed class Entry(RequestLog log, ServedRequest request, int generation)
    {
        private bool _left;

        public ServedRequest Request => request;

        /// <summary>
        /// Called before the last bytes are sent. A client that has them may send its next request before this one's task ends, and would count twice.
        /// </summary>
        public void Leave()
        {
            if (_left)
                return;
            _left = true;
            log.Leave(request, generation);
        }
    }
}
