using Msmtp;

namespace Log.Json;

/// <summary>Appends a line. The file is opened for exclusive access; others wait for up to ten seconds.</summary>
sealed class JsonLogSink(string file) : ILogSink
{
    // EWOULDBLOCK: another process holds the lock.
    const int Locked = 11;
    const int Attempts = 500;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonRecord.Write(record), (byte)'\n'];
        try
        {
            for (var attempt = 1; !TryAppend(line, attempt); attempt++)
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Quit, $"cannot log to {file}: {SystemError.Describe(e)}", inner: e);
        }
    }

    bool TryAppend(byte[] line, int attempt)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.None);
            stream.Write(line);
            return true;
        }
        catch (IOException e) when (e.HResult == Locked && attempt < Attempts)
        {
            return false;
        }
    }
}
