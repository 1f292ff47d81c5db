using System.Net;
using Msmtp.TestKit;

namespace Msmtp.Configure.Srv.Tests;

public sealed class NameServersTests
{
    const string Name = "_submissions._tcp.example.org";

    static readonly SrvRecord Mail = new(10, 20, 465, "mail.example.org.");

    [Fact]
    public async Task Records_are_read()
    {
        using var server = new DnsServer(static question => DnsMessages.Answer(question, 0, Mail, Mail with { Port = 466 }));

        Assert.Equal([Mail, Mail with { Port = 466 }], await FindAsync(server));
    }

    [Fact]
    public async Task That_there_is_no_service_is_read()
    {
        using var server = new DnsServer(static question => DnsMessages.Answer(question, 0, Mail with { Target = "." }));

        Assert.Equal([Mail with { Target = "." }], await FindAsync(server));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task No_records_and_no_such_name_are_both_nothing(int code)
    {
        using var server = new DnsServer(question => DnsMessages.Answer(question, code));

        Assert.Empty(await FindAsync(server));
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_comes_over_TCP()
    {
        SrvRecord[] many = [.. Enumerable.Range(0, 200).Select(static i => Mail with { Port = 1000 + i })];
        using var server = new DnsServer(
            static question => DnsMessages.Truncated(question), question => DnsMessages.Answer(question, 0, many));

        Assert.Equal(many, await FindAsync(server));
    }

    [Theory]
    [InlineData(2, "Server Failure")]
    [InlineData(5, "Query Refused")]
    public async Task A_server_that_cannot_tell_is_told_of(int code, string why)
    {
        using var server = new DnsServer(question => DnsMessages.Answer(question, code));

        var failure = await Assert.ThrowsAsync<IOException>(() => FindAsync(server));

        Assert.Equal($"cannot look up {Name}: {why}", failure.Message);
    }

    [Fact]
    public async Task A_server_that_keeps_silent_is_given_up()
    {
        using var server = new DnsServer(static _ => null);

        var failure = await Assert.ThrowsAsync<IOException>(() => FindAsync(server));

        Assert.Equal($"cannot look up {Name}: no answer from 127.0.0.1", failure.Message);
    }

    [Fact]
    public async Task The_next_server_is_asked_when_one_fails()
    {
        using var server = new DnsServer(static question => DnsMessages.Answer(question, 0, Mail));
        // Nobody listens at the first one's address.
        var file = Quick with { Servers = [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback] };

        Assert.Equal([Mail], await new NameServers(file, server.Port).FindAsync(Name, Token));
    }

    [Fact]
    public async Task An_answer_to_another_question_is_none()
    {
        using var server = new DnsServer(static question =>
        {
            var answer = DnsMessages.Answer(question, 0, Mail);
            answer[0] ^= 0xFF;
            return answer;
        });

        await Assert.ThrowsAsync<IOException>(() => FindAsync(server));
    }

    [Fact]
    public async Task Whatever_a_server_says_ends_in_records_or_in_a_failure()
    {
        var random = new Random(20260101);
        using var server = new DnsServer(question => Damaged(DnsMessages.Answer(question, 0, Mail, Mail), random));
        var source = new NameServers(Quick with { Timeout = TimeSpan.FromMilliseconds(20) }, server.Port);

        for (var i = 0; i < 300; i++)
        {
            try
            {
                await source.FindAsync(Name, Token);
            }
            catch (IOException e)
            {
                Assert.StartsWith("cannot look up", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Every_printable_character_can_be_asked_for()
    {
        using var server = new DnsServer(static question => DnsMessages.Answer(question, 3));
        var source = new NameServers(Quick, server.Port);

        for (var c = ' '; c < '\x7F'; c++)
            if (HostName.IsAskable($"a{c}b.example"))
                Assert.Empty(await source.FindAsync($"a{c}b.example", Token));
    }

    [Fact]
    public async Task The_system_file_names_the_servers()
    {
        using var folder = new TempDirectory();
        folder.Write("resolv.conf", "nameserver 127.0.0.77\noptions timeout:1 attempts:1\n");

        var source = NameServers.Of(new Surroundings { Home = "", SystemConfiguration = folder.Path });
        var failure = await Assert.ThrowsAsync<IOException>(() => source.FindAsync(Name, Token).AsTask());

        Assert.Equal($"cannot look up {Name}: no answer from 127.0.0.77", failure.Message);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static ResolverFile Quick => new() { Timeout = TimeSpan.FromMilliseconds(200), Attempts = 1 };

    static Task<IReadOnlyList<SrvRecord>> FindAsync(DnsServer server) =>
        new NameServers(Quick, server.Port).FindAsync(Name, Token).AsTask();

    static byte[] Damaged(byte[] answer, Random random)
    {
        for (var i = random.Next(1, 8); i > 0; i--)
            answer[random.Next(2, answer.Length)] = (byte)random.Next(256);
        return answer[..random.Next(2, answer.Length + 1)];
    }
}
