using System.Collections.Concurrent;
using MessageText = Msmtp.Host.Tests.Messages.MessageText;

namespace Msmtp.Host.Tests.Delivery;

/// <summary>A transport that reads what it is given.</summary>
/// <param name="acceptsEightBit">Whether its connections accept octets beyond 127: the first connection, the second. All that follow are as the last.</param>
sealed class ReadingHost(params IReadOnlyList<bool> acceptsEightBit) : IPlugin
{
    public ReadingHost() : this(false)
    {
    }

    public string Id => "tests.reading";

    public ConcurrentQueue<(string Header, string Body, bool IsEightBit)> Messages { get; } = new();

    public IEnumerable<string> Bodies => Messages.Select(static message => message.Body);

    public int Connections { get; private set; }

    /// <summary>What a connection does with its second mail instead of reading it.</summary>
    public Action? OnSecond { get; set; }

    public void Register(IPluginRegistry registry) => registry.Add(new TransportRegistration("reading", (_, _) =>
        new ValueTask<ITransport>(new Connection(this, acceptsEightBit[Math.Min(Connections++, acceptsEightBit.Count - 1)])))
    {
        NeedsNoHost = true,
    });

    sealed class Connection(ReadingHost host, bool acceptsEightBit) : ITransport
    {
        int mails;

        public bool AcceptsEightBit => acceptsEightBit;

        public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(true);

        public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            if (++mails == 2)
                host.OnSecond?.Invoke();
            var content = mail.Content;
            host.Messages.Enqueue((MessageText.Of(content.HeaderBlock), await MessageText.Of(content.Body), content.IsEightBit));
            return FakeHost.Accepted(mail);
        }

        public ValueTask DisposeAsync() => default;
    }
}
