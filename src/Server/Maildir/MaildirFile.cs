namespace Msmtp.Server;

/// <summary>One mail on its way from tmp to new. Disposing it before <see cref="DeliverAsync"/> leaves nothing behind.</summary>
sealed class MaildirFile : IAsyncDisposable
{
    readonly string temporary;
    readonly string final;
    readonly FileStream file;

    public MaildirFile(string maildir, string name)
    {
        temporary = Path.Combine(maildir, "tmp", name);
        final = Path.Combine(maildir, "new", name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        file = new FileStream(temporary, options);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        file.WriteAsync(octets, cancellationToken);

    /// <summary>
    /// Makes the mail durable and then visible: a reader never sees part of it, and a crash loses nothing that was accepted.
    /// </summary>
    public async ValueTask DeliverAsync(Action<string> flushFolder)
    {
        file.Flush(flushToDisk: true);
        await file.DisposeAsync().ConfigureAwait(false);
        File.Move(temporary, final, overwrite: true); // rename(2); the name is unique, so nothing is overwritten
        flushFolder(Path.GetDirectoryName(final) ?? ".");
    }

    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        File.Delete(temporary);
    }
}
