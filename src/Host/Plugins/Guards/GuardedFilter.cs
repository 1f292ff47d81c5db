namespace Msmtp.Hosting;

/// <summary>
/// A filter of a plugin from a folder. It may take any time for a mail as long as it shows a sign of life: it reads the body, or its own
/// body is read. Time spent waiting for the message's source does not count.
/// </summary>
sealed class GuardedFilter(PluginGuard guard, IMessageFilter filter, TimeProvider time) : IMessageFilter
{
    public async ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var silence = new Silence(guard, time);
        var source = new Source(mail.Content.Body, silence);
        // A filter that does not replace the body keeps the host's.
        var handed = mail with { Content = mail.Content with { Body = source } };
        var filtered = await silence.CallAsync(token => filter.FilterAsync(handed, token), cancellationToken).ConfigureAwait(false);
        if (filtered is null)
            throw guard.Broken(DeliveryStage.Configure, "its filter gave no mail back");
        var body = filtered.Content.Body == handed.Content.Body ? mail.Content.Body : new Result(filtered.Content.Body, silence);
        return filtered with { Content = filtered.Content with { Body = body } };
    }

    /// <summary>Calls the filter, and gives up when it is silent for too long.</summary>
    sealed class Silence(PluginGuard guard, TimeProvider time)
    {
        Action<TimeSpan>? giveUpAfter;

        public async ValueTask<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
        {
            var limit = guard.Deadlines.Silence;
            using var silent = new CancellationTokenSource(limit, time);
            giveUpAfter = silent.CancelAfter;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellationToken);
            try
            {
                return await guard.CallAsync(DeliveryStage.Configure, Timeout.InfiniteTimeSpan, call, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (silent.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw guard.Broken(DeliveryStage.Configure, $"its filter did nothing for {limit.TotalSeconds:0.#} s", e);
            }
            finally
            {
                giveUpAfter = null;
            }
        }

        public void Pause() => Set(Timeout.InfiniteTimeSpan);

        public void Renew() => Set(guard.Deadlines.Silence);

        void Set(TimeSpan limit)
        {
            try
            {
                giveUpAfter?.Invoke(limit);
            }
            catch (ObjectDisposedException)
            {
                // The call was given up while it was reading.
            }
        }
    }

    /// <summary>The body that the filter gets: while it is waited for, the silence is not the filter's.</summary>
    sealed class Source(Stream body, Silence silence) : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            silence.Pause();
            var count = body.Read(buffer);
            silence.Renew();
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            silence.Pause();
            var count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            silence.Renew();
            return count;
        }
    }

    /// <summary>
    /// The body that the filter made, whose code runs as it is read. It reads into a block of its own: what arrives too late must not
    /// overwrite another mail.
    /// </summary>
    sealed class Result(Stream body, Silence silence) : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            var block = new byte[buffer.Length];
            var count = ReadAsync(block, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            block.AsSpan(0, count).CopyTo(buffer);
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var block = new byte[buffer.Length];
            var count = await silence.CallAsync(token => body.ReadAsync(block, token), cancellationToken).ConfigureAwait(false);
            block.AsSpan(0, count).CopyTo(buffer.Span);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                PluginGuard.Leave(body.Dispose);
            base.Dispose(disposing);
        }
    }
}
