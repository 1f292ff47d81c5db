using Msmtp.Queue.Spool.Disk;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>What may go wrong with the folder. Nothing here does I/O.</summary>
static class SpoolFailures
{
    public static MailException Of(string folder, DiskException e)
    {
        if (Lack(e) is { } lack)
            return new MailException(new DeliveryFailure(ExitCode.Config, DeliveryStage.Configure, $"{folder} cannot be a queue: its file system {lack}")
            {
                Advice = "name a folder on another one with queue_dir",
            }, e);
        var isCreation = e.Doing is DiskException.Opening or DiskException.Creating or DiskException.Naming && e.Error is not Libc.NoSpace and not Libc.QuotaExceeded;
        return new MailException(
            new DeliveryFailure(isCreation ? ExitCode.CantCreat : ExitCode.IoErr, DeliveryStage.Configure, $"cannot {e.Doing} the queue {folder}: {e.Message}")
            {
                IsTemporary = e.Error is Libc.NoSpace or Libc.QuotaExceeded or Libc.ReadOnlyFileSystem or Libc.OutOfMemory or Libc.TooManyFiles or Libc.TooManyFilesInSystem,
                Advice = Advice(folder, e.Error),
            },
            e);
    }

    /// <summary>Listing the folder failed.</summary>
    public static MailException Of(string folder, Exception e) => e is DiskException disk ? Of(folder, disk) :
        new(ExitCode.IoErr, DeliveryStage.Configure, $"cannot read the queue {folder}: {SystemError.Describe(e)}", inner: e);

    public static MailException Unsafe(string folder, string rule, string? advice = null) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{folder} contains mail and therefore {rule}") { Advice = advice };

    public static MailException NoFolder() => new(
        ExitCode.Config,
        DeliveryStage.Configure,
        "there is no place for a queue: set HOME, XDG_STATE_HOME or STATE_DIRECTORY, or queue_dir to the path of a folder");

    public static MailException WrongSystem() =>
        new(ExitCode.Unavailable, DeliveryStage.Configure, "a queue in a folder works on Linux only");

    public static MailException OtherMail(string key) => new(
        ExitCode.DataErr, DeliveryStage.Configure, $"the key {Msmtp.Text.PrintableText.Text(key)} was given to another mail before");

    public static MailException Cut(string folder) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, $"a mail in the queue {folder} has been cut off by another program");

    public static MailException Busy(string folder) => new(new DeliveryFailure(
        ExitCode.TempFail, DeliveryStage.Configure, $"another program has been changing {folder} for too long")
    {
        IsTemporary = true,
    });

    // As FAT and exFAT; each has another word for it. The file is ours, so that it is not a matter of rights.
    static string? Lack(DiskException e) => e.Error is not (Libc.NotPermitted or Libc.NotSupported or Libc.NotImplemented) ? null
        : e.Doing == DiskException.Naming ? "has no hard links"
        : e.Doing == DiskException.Restricting ? "keeps no access rights"
        : null;

    static string? Advice(string folder, int error) => error switch
    {
        Libc.NoSpace or Libc.QuotaExceeded => $"make room in {folder}, or name another folder with queue_dir",
        Libc.NoAccess or Libc.NotPermitted or Libc.ReadOnlyFileSystem => "name a folder of your own with queue_dir",
        _ => null,
    };
}
