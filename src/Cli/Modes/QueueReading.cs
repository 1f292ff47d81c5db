using System.Runtime.CompilerServices;

namespace Msmtp.Cli;

/// <summary>The mails of several queues, the oldest of all first. None is kept. A queue that cannot be read stops no other one.</summary>
/// <param name="queues">The queues.</param>
/// <param name="tell">Is told why one of them cannot be read.</param>
sealed class QueueReading(IReadOnlyList<FoundQueue> queues, Action<MailException> tell)
{
    /// <summary>Reads them.</summary>
    public async IAsyncEnumerable<QueuedMail> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = new List<IAsyncEnumerator<QueuedMail>>();
        try
        {
            foreach (var (queue, _) in queues)
            {
                var mails = queue.EnumerateAsync(QueueFilter.All, cancellationToken).GetAsyncEnumerator(cancellationToken);
                left.Add(mails);
                await AdvanceAsync(left, mails);
            }
            while (Oldest(left) is { } mails)
            {
                yield return mails.Current;
                await AdvanceAsync(left, mails);
            }
        }
        finally
        {
            foreach (var mails in left)
                await mails.DisposeAsync();
        }
    }

    async ValueTask AdvanceAsync(List<IAsyncEnumerator<QueuedMail>> left, IAsyncEnumerator<QueuedMail> mails)
    {
        try
        {
            if (await mails.MoveNextAsync())
                return;
        }
        catch (MailException e)
        {
            tell(e);
        }
        left.Remove(mails);
        await mails.DisposeAsync();
    }

    static IAsyncEnumerator<QueuedMail>? Oldest(List<IAsyncEnumerator<QueuedMail>> left)
    {
        IAsyncEnumerator<QueuedMail>? oldest = null;
        foreach (var mails in left)
            if (oldest is null || mails.Current.Accepted < oldest.Current.Accepted)
                oldest = mails;
        return oldest;
    }
}
