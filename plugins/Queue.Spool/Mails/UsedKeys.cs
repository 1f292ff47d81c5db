using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>A key whose mail has been sent.</summary>
/// <param name="Digest">What the mail consisted of.</param>
/// <param name="Sent">When.</param>
sealed record UsedKey(string Digest, DateTimeOffset Sent)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>At that time the key meant a mail that had been sent.</summary>
    public bool IsValidAt(DateTimeOffset time) => time < Sent + Lifetime;
}

/// <summary>The keys of mails that have been sent, a file for each, with the name that the mail had.</summary>
static class UsedKeys
{
    const int LongestFile = 1024;

    /// <summary>The key with this name. Null: it is not known, or what is known of it is damaged.</summary>
    public static UsedKey? Find(SpoolFolder spool, string id)
    {
        using var folder = spool.Mails.TryOpenFolder(SpoolFolder.SentName);
        return folder is null ? null : Read(folder, id);
    }

    /// <summary>Keeps a key; on the disk when this returns. It replaces one that has expired.</summary>
    public static void Keep(SpoolFolder spool, string id, UsedKey key)
    {
        if (PlantedFault.Is(PlantedFault.NoKey))
            return;
        using var folder = spool.Mails.OpenFolder(SpoolFolder.SentName);
        using var file = NewFile.Create(spool);
        var line = new FieldWriter().Text(key.Digest).Time(key.Sent).ToString();
        file.File.Write(MailRecord.Write(line, isBehindTorn: false), 0);
        file.File.Sync();
        if (!file.TryName(folder, id))
        {
            if (Read(folder, id) is { } known && known.IsValidAt(key.Sent))
                return;
            folder.Unname(id);
            file.TryName(folder, id);
        }
        folder.Sync();
    }

    /// <summary>Forgets those that have expired.</summary>
    public static void Purge(SpoolFolder spool, DateTimeOffset now)
    {
        using var folder = spool.Mails.TryOpenFolder(SpoolFolder.SentName);
        if (folder is null)
            return;
        foreach (var name in folder.Names())
            if (MailId.IsValid(name) && !(Read(folder, name)?.IsValidAt(now) ?? false))
                folder.Unname(name);
    }

    static UsedKey? Read(DiskFolder folder, string id)
    {
        using var file = folder.TryOpen(id, isToWrite: false);
        if (file is null)
            return null;
        var block = new byte[LongestFile];
        ReadOnlySpan<byte> octets = block.AsSpan(0, file.Read(block, 0));
        if (MailRecord.Read(ref octets) is not { } text)
            return null;
        try
        {
            var line = new FieldReader(text);
            return new UsedKey(line.RequiredText(), line.RequiredTime());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
