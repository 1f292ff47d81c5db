using System.Collections.Concurrent;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Msmtp.Bench;

/// <summary>MailKit's client: one for each connection, held open, lent to one caller at a time.</summary>
sealed class MailKitSender(Server server, Cell cell) : ISender
{
    readonly Letter letter = new(cell.Size);
    readonly ConcurrentBag<Held> pool = [];

    public async ValueTask SendAsync()
    {
        if (!pool.TryTake(out var held))
            held = await OpenAsync();
        await held.Client.SendAsync(held.Message);
        pool.Add(held);
    }

    public async ValueTask DisposeAsync()
    {
        while (pool.TryTake(out var held))
        {
            await held.Client.DisconnectAsync(quit: true);
            held.Client.Dispose();
        }
    }

    async Task<Held> OpenAsync()
    {
        // What is measured comes behind the handshake: whose certificate it is, ours looks at and MailKit need not.
        var client = new SmtpClient { ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null };
        var security = server.AuthorityFile is null ? SecureSocketOptions.None : SecureSocketOptions.StartTls;
        await client.ConnectAsync(Server.Host, server.Port, security);
        return new Held(client, letter.ToMessage());
    }

    sealed record Held(SmtpClient Client, MimeMessage Message);
}
