using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;
using Msmtp.Queue.Spool.Mails;

namespace Msmtp.Queue.Spool.Leases;

/// <summary>A mail that somebody delivers: its file is locked until this is disposed.</summary>
sealed class SpoolLease(SpoolFolder spool, MailFile file, TimeProvider time) : IMailLease
{
    public QueuedMail Mail { get; } = file.Mail;

    public ValueTask<MessageContent> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(new MessageContent(file.ReadHeader(), new MailBody(file, spool.Path)) { IsEightBit = file.Stored.IsEightBit });
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(spool.Path, e);
        }
        catch (InvalidDataException)
        {
            // It was read when the mail was taken.
            throw SpoolFailures.Cut(spool.Path);
        }
    }

    public ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            file.Begin();
            return default;
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(spool.Path, e);
        }
    }

    // What has happened is noted, whether somebody still waits for it or not.
    public ValueTask EndAsync(AttemptEnd end, CancellationToken cancellationToken)
    {
        try
        {
            if (end.Verdict == AttemptVerdict.Done)
                file.End(MailEnd.Done, time.GetUtcNow());
            else
                file.Change(file.Mail.After(end));
            return default;
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(spool.Path, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        spool.Dispose();
        return default;
    }
}
