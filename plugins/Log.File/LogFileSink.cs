namespace Msmtp.Log.File;

/// <summary>Appends a line for each mail. Opens the file each time, so that it can be rotated.</summary>
/// <param name="file">The file; <c>-</c>: standard output.</param>
/// <param name="timeFormat">The time's format; null: msmtp's.</param>
/// <param name="clock">Knows the abbreviation of the local time zone, and limits the wait for a lock.</param>
sealed class LogFileSink(string file, string? timeFormat, TimeProvider clock) : ILogSink
{
    static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(100);

    public async ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        var line = Line(record);
        var isFile = file != "-";
        var problem = "cannot open";
        try
        {
            using var log = isFile ? AppendOnlyFile.Open(file) : AppendOnlyFile.StandardOutput();
            problem = "cannot lock (tried for 10 seconds)";
            if (isFile)
                await LockAsync(log, cancellationToken).ConfigureAwait(false);
            problem = "cannot write";
            log.Write(line);
        }
        catch (IOException e)
        {
            throw Failure(ExitCode.IoErr, $"{problem}: {SystemError.Describe(e)}", e);
        }
    }

    public ValueTask<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            LogLine.Front(timeFormat, new LocalTime(clock.GetLocalNow(), clock.LocalTimeZone.StandardName));
            if (file != "-")
                AppendOnlyFile.Probe(file);
            return new(true);
        }
        catch (InvalidDataException e)
        {
            throw Failure(ExitCode.Config, "invalid logfile_time_format", e);
        }
        catch (IOException e)
        {
            throw Failure(ExitCode.IoErr, $"cannot open: {SystemError.Describe(e)}", e);
        }
    }

    byte[] Line(DeliveryRecord record)
    {
        try
        {
            return LogLine.Write(record, timeFormat, new LocalTime(record.Time, clock.LocalTimeZone.StandardName));
        }
        catch (InvalidDataException e)
        {
            throw Failure(ExitCode.Config, "invalid logfile_time_format", e);
        }
    }

    async ValueTask LockAsync(AppendOnlyFile log, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (log.TryLock() is { } refusal)
        {
            if (clock.GetElapsedTime(start) >= LockPatience)
                throw refusal;
            await Task.Delay(LockInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // The mail's outcome is already known: the last stage.
    MailException Failure(ExitCode exitCode, string problem, Exception inner) =>
        new(exitCode, DeliveryStage.Quit, $"cannot log to {file}: {problem}", inner: inner);
}
