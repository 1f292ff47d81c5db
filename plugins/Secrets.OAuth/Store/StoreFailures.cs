namespace Msmtp.Secrets.OAuth.Store;

/// <summary>What may go wrong with the store. Nothing here does I/O.</summary>
static class StoreFailures
{
    /// <summary>A full disk, a file system that is not mounted yet: the mail can be tried again.</summary>
    public static MailException Temporary(string message, Exception? inner = null) =>
        new(new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Configure, message) { IsTemporary = true }, inner);

    /// <summary>The lock is held for longer than any renewal takes.</summary>
    public static MailException HeldTooLong(string path) => new(new DeliveryFailure(
        ExitCode.TempFail, DeliveryStage.Configure, $"another program has held {path} for a minute, to renew a sign-in")
    {
        IsTemporary = true,
        Advice = $"it is released when that program ends; fuser {path} tells which one it is",
    });

    /// <summary>Somebody else could hold the lock for ever, or have another file locked.</summary>
    public static MailException Unsafe(string path, string rule) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: is the lock on a sign-in and therefore {rule}");
}
