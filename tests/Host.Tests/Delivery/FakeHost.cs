using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Delivery;

/// <summary>A host with a transport that is stood in for.</summary>
sealed class FakeHost : IPlugin
{
    public FakeHost(params Action<IPluginRegistry>[] more)
    {
        this.more = more;
        Plugins = PluginRegistry.Of([this]);
        Transport.SendAsync(Arg.Any<Mail>(), Arg.Any<CancellationToken>()).Returns(call => Accepted(call.Arg<Mail>()));
    }

    readonly Action<IPluginRegistry>[] more;

    public string Id => "tests.host";

    public ITransport Transport { get; } = Substitute.For<ITransport>();

    public List<Notice> Notices { get; } = [];

    public PluginRegistry Plugins { get; }

    public void Register(IPluginRegistry registry)
    {
        registry.AddTransport("fake", (_, _) => new ValueTask<ITransport>(Transport));
        foreach (var add in more)
            add(registry);
    }

    public PluginContext Context(Settings? settings = null)
    {
        var world = new World { Surroundings = new Surroundings { Home = "/home/joe" }, Notify = Notices.Add };
        return world.ContextFor(new Account(settings ?? Settings.Empty.With(CommonSettings.Host, "h")), Plugins);
    }

    public static Mail SomeMail { get; } = new(
        new Envelope(new ReversePath("me@x"), [new ForwardPath("you@y")]),
        new MessageContent("Subject: x\n\n"u8.ToArray(), Stream.Null));

    public static DeliveryReport Accepted(Mail mail) =>
        new([.. mail.Envelope.To.Select(to => new RecipientResult(to, new Reply(250, null, ["ok"])))]) { Final = new Reply(250, null, ["queued"]), MessageSize = 12 };
}
