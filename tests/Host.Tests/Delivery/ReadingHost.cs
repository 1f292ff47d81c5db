using System.Collections.Concurrent;
using Text = Msmtp.Host.Tests.Messages.Text;

namespace Msmtp.Host.Tests.Delivery;

/// <summary>A transport that reads what it is given.</summary>
/// <param name="acceptsEightBit">Whether its links accept octets beyond 127: the first link, the second. All that follow are as the last.</param>
sealed class ReadingHost(params IReadOnlyList<bool> acceptsEightBit) : IPlugin
{
    public ReadingHost() : this(false)
    {
    }

    public string Id => "tests.reading";

    public ConcurrentQueue<(string Header, string Body, bool IsEightBit)> Messages { get; } = new();

    public IEnumerable<string> Bodies => Messages.Select(static message => message.Body);

    public int Connections { get; private set; }

    /// <summary>What a link does with its second mail instead of reading it.</summary>
    public Action? OnSecond { get; set; }

    public void Register(IPluginRegistry registry) => registry.Add(new TransportRegistration("reading", (_, _) =>
        new ValueTask<ITransport>(new Link(this, acceptsEightBit[Math.Min(Connections++, acceptsEightBit.Count - 1)])))
    {
        NeedsNoHost = true,
    });

    sealed class Link(ReadingHost host, bool acceptsEightBit) : ITransport
    {
        int mails;

        public bool AcceptsEightBit => acceptsEightBit;

        public ValueTask<bool> ReadyAsync(CancellationToken ct) => new(true);

        public async ValueTask<DeliveryReport> SendAsync(Mail mail, CancellationToken ct)
        {
            if (++mails == 2)
                host.OnSecond?.Invoke();
            var content = mail.Content;
            host.Messages.Enqueue((Text.Of(content.HeaderBlock), await Text.Of(content.Body), content.IsEightBit));
            return FakeHost.Accepted(mail);
        }

        public ValueTask DisposeAsync() => default;
    }
}
