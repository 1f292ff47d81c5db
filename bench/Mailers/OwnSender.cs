using MimeKit;
using Msmtp.Hosting;

namespace Msmtp.Bench;

/// <summary>Our <see cref="IMailer"/>, over connections that it keeps.</summary>
abstract class OwnSender(Server server, int connections) : ISender
{
    readonly IMailer mailer = new MailerBuilder()
        .AddDefaultPlugins()
        .AddAccount("default", server.Settings)
        .UseConnectionPool(new ConnectionPoolOptions { MaxConnectionsPerAccount = connections, MailsPerConnection = int.MaxValue })
        .Build();

    protected IMailer Mailer => mailer;

    public abstract ValueTask SendAsync();

    public ValueTask DisposeAsync() => mailer.DisposeAsync();
}

/// <summary>The message comes as a stream.</summary>
sealed class StreamSender(Server server, Cell cell) : OwnSender(server, cell.Connections)
{
    readonly byte[] octets = new Letter(cell.Size).Octets;

    public override async ValueTask SendAsync() =>
        await Mailer.SendAsync(new MailRequest { Message = new MemoryStream(octets, writable: false), To = [Letter.To] });
}

/// <summary>The message comes as MimeKit's.</summary>
sealed class MessageSender(Server server, Cell cell) : OwnSender(server, cell.Connections)
{
    readonly MimeMessage message = new Letter(cell.Size).ToMessage();

    public override async ValueTask SendAsync() => await Mailer.SendAsync(message);
}
