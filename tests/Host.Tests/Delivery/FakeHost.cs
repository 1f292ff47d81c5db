using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Delivery;

/// <summary>A host with a transport that is stood in for.</summary>
sealed class FakeHost : IPlugin
{
    public FakeHost(params Action<IPluginRegistry>[] more)
    {
        this.more = more;
        Plugins = PluginRegistry.Of([new CorePlugin(), this]);
        Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(call => Accepted(call.Arg<OutgoingMail>()));
    }

    readonly Action<IPluginRegistry>[] more;

    public string Id => "tests.host";

    public ITransport Transport { get; } = Substitute.For<ITransport>();

    public List<HostNotice> Notices { get; } = [];

    public PluginRegistry Plugins { get; }

    public void Register(IPluginRegistry registry)
    {
        registry.AddTransport("fake", (_, _) => new ValueTask<ITransport>(Transport));
        foreach (var add in more)
            add(registry);
    }

    public PluginContext Context(AccountSettings? settings = null)
    {
        var environment = new HostEnvironment { Environment = new PluginEnvironment { Home = "/home/joe" }, Notify = Notices.Add };
        return new AccountResolver(Plugins, environment, static _ => { }).ContextFor(new MailAccount(settings ?? AccountSettings.Empty.With(CommonSettings.Host, "h")));
    }

    public static OutgoingMail SomeMail { get; } = new(
        new SmtpEnvelope(new ReversePath("me@x"), [new ForwardPath("you@y")]),
        new MessageContent("Subject: x\n\n"u8.ToArray(), Stream.Null));

    public static DeliveryReport Accepted(OutgoingMail mail) =>
        new([.. mail.Envelope.To.Select(to => new RecipientResult(to, new ServerReply(250, null, ["ok"])))]) { FinalReply = new ServerReply(250, null, ["queued"]), MessageSize = 12 };
}
