using System.Text;

namespace Msmtp.Server;

/// <summary>Keeps every mail as one file in a Maildir, with LF line ends, whoever its recipients are; adds only what the options ask for.</summary>
public sealed class MaildirHandler : IMailHandler
{
    const int BlockLength = 16 * 1024;

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly string path;
    readonly MaildirOptions options;
    readonly Action<string> flushFolder;
    readonly Lock folders = new();
    bool isFlushed;

    /// <summary>A handler for a Maildir, which is created (mode 0700) when the first mail comes.</summary>
    /// <param name="path">The folder that has, or will have, tmp, new and cur.</param>
    /// <param name="options">How mail is kept; null: as it came.</param>
    public MaildirHandler(string path, MaildirOptions? options = null)
        : this(path, options, DirectorySync.Flush)
    {
    }

    internal MaildirHandler(string path, MaildirOptions? options, Action<string> flushFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (this.path, this.options, this.flushFolder) = (Path.GetFullPath(path), options ?? new MaildirOptions(), flushFolder);
    }

    /// <inheritdoc/>
    public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(content);
        CreateFolders();
        var file = new MaildirFile(path, UniqueName.Create(options.HostName, options.TimeProvider));
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(Prefix(envelope)), cancellationToken).ConfigureAwait(false);
            await CopyAsync(content, file, cancellationToken).ConfigureAwait(false);
            await file.DeliverAsync(flushFolder).ConfigureAwait(false);
        }
        return MailOutcome.Accepted;
    }

    static async ValueTask CopyAsync(Stream content, MaildirFile file, CancellationToken cancellationToken)
    {
        var converter = default(LineEndConverter);
        var input = new byte[BlockLength];
        var output = new byte[BlockLength + 1];
        for (int count; (count = await content.ReadAsync(input, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            var written = converter.Convert(input.AsSpan(0, count), output);
            await file.WriteAsync(output.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
        }
        var rest = converter.Finish(output);
        await file.WriteAsync(output.AsMemory(0, rest), cancellationToken).ConfigureAwait(false);
    }

    string Prefix(MailEnvelope envelope)
    {
        var returnPath = options.AddReturnPath ? $"Return-Path: <{envelope.Sender}>\n" : "";
        var deliveredTo = options.AddDeliveredTo ? envelope.Recipients.Select(static to => $"Delivered-To: {to.Address}\n") : [];
        return returnPath + string.Concat(deliveredTo);
    }

    // A folder is as durable as its entry in the folder above. Those of a run that was killed may not be, hence once for each handler.
    void CreateFolders()
    {
        lock (folders)
        {
            Create(path);
            foreach (var name in new[] { "tmp", "new", "cur" })
                CreateOne(Path.Combine(path, name));
            if (!isFlushed)
            {
                flushFolder(path);
                isFlushed = true;
            }
        }
    }

    void Create(string folder)
    {
        if (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            Create(parent);
            CreateOne(folder);
            flushFolder(parent);
        }
    }

    void CreateOne(string folder)
    {
        if (Directory.Exists(folder))
            return;
        isFlushed = false;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }
}

/// <summary>How mail is kept in a Maildir.</summary>
public sealed record MaildirOptions
{
    /// <summary>The host in the file names.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Whether a Return-Path line with the sender is put in front (RFC 5321 §4.4).</summary>
    public bool AddReturnPath { get; init; }

    /// <summary>Whether a Delivered-To line for each recipient is put in front.</summary>
    public bool AddDeliveredTo { get; init; }

    /// <summary>The clock in the file names.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
