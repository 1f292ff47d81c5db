using Faulty.Library;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Msmtp.Hosting;

namespace Msmtp.Plugins.Tests;

/// <summary>A plugin from a folder, in an application that has services.</summary>
public sealed class ServiceTests : IDisposable
{
    readonly PluginFolder folder = new PluginFolder().Install("Served", "Served");

    [Theory]
    [InlineData(true, "a speaker: yes")]
    [InlineData(false, "a speaker: no")]
    public async Task It_can_ask_for_those_whose_types_it_shares(bool isShared, string speaker)
    {
        await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton<Speaker>().BuildServiceProvider();
        var notices = new List<string>();
        var builder = new MailerBuilder()
            .AddPlugin(new Nowhere())
            .UseServices(services)
            .OnNotice(notice => notices.Add(notice.Message))
            .AddAccount(new MailAccount(AccountSettings.Empty.With(CommonSettings.From, "me@example.org")) { Name = "default" })
            .UsePluginFolders([folder.Path], "Served");
        await using var mailer = (isShared ? builder.SharePluginAssemblies(typeof(Speaker).Assembly) : builder).Build();

        await mailer.SendAsync(
            new MailRequest { Message = MessageInput.FromOctets("Subject: x\n\n"u8.ToArray()), To = ["you@example.net"] }, TestContext.Current.CancellationToken);

        Assert.Equal(["a logger: yes", speaker], notices);
    }

    public void Dispose() => folder.Dispose();

    sealed class Nowhere : IPlugin
    {
        public string Id => "tests.nowhere";

        public void Register(IPluginRegistry registry) =>
            registry.Add(new TransportRegistration("nowhere", static (_, _) => new ValueTask<ITransport>(new Connection())) { NeedsNoHost = true });
    }

    sealed class Connection : ITransport
    {
        public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(true);

        public ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) =>
            new(new DeliveryReport([.. mail.Envelope.To.Select(static to => new RecipientResult(to, new ServerReply(250, null, ["ok"])))]));

        public ValueTask DisposeAsync() => default;
    }
}
