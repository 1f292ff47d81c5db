using Msmtp.TestKit;

namespace Msmtp.Configure.Srv.Tests;

public sealed class NameServersTests
{
    const string Name = "_submissions._tcp.example.org";

    // Seconds, for servers that do answer.
    const int Patient = 30;

    static readonly SrvRecord Mail = new(10, 20, 465, "mail.example.org.");

    static readonly SrvRecord[] Nothing = [];

    static readonly PluginEnvironment NoFile = new() { Home = "", SystemConfiguration = "/nonexistent" };

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
        using var server = new DnsServer(question => DnsMessages.Answer(question, code, Nothing));

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
        using var server = new DnsServer(question => DnsMessages.Answer(question, code, Nothing));

        var failure = await Assert.ThrowsAsync<IOException>(() => FindAsync(server));

        Assert.Equal($"cannot look up {Name}: {why}", failure.Message);
    }

    [Fact]
    public async Task A_server_that_keeps_silent_is_given_up()
    {
        using var server = new DnsServer(static _ => null);

        var failure = await Assert.ThrowsAsync<IOException>(() => FindAsync(server, seconds: 1));

        Assert.Equal($"cannot look up {Name}: no answer from 127.0.0.1", failure.Message);
    }

    [Fact]
    public async Task The_next_server_is_asked_when_one_fails()
    {
        using var server = new DnsServer(static question => DnsMessages.Answer(question, 0, Mail));

        // Nobody listens at the first one's address.
        Assert.Equal([Mail], await FindAsync(Name, NoFile, server.Port, Patient, "127.0.0.2", "127.0.0.1"));
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

        var failure = await Assert.ThrowsAsync<IOException>(() => FindAsync(server, seconds: 1));

        Assert.Equal($"cannot look up {Name}: no answer from 127.0.0.1", failure.Message);
    }

    [Fact]
    public async Task An_answer_that_is_none_is_told_of()
    {
        using var server = new DnsServer(static question => DnsMessages.Answer(question, 0, DnsMessages.Srv(Mail, [1])));

        var failure = await Assert.ThrowsAsync<IOException>(() => FindAsync(server));

        Assert.Equal($"cannot look up {Name}: the answer ends too early", failure.Message);
    }

    [Fact]
    public async Task Whatever_a_server_says_ends_in_records_or_in_a_failure()
    {
        var random = new Random(20260101);
        using var server = new DnsServer(question => Damaged(DnsMessages.Answer(question, 0, Mail, Mail), random));
        var failures = 0;

        for (var i = 0; i < 300; i++)
        {
            try
            {
                await FindAsync(server);
            }
            catch (IOException e)
            {
                Assert.StartsWith($"cannot look up {Name}: ", e.Message, StringComparison.Ordinal);
                failures++;
            }
        }
        Assert.InRange(failures, 100, 299);
    }

    [Fact]
    public async Task Every_printable_character_can_be_asked_for()
    {
        using var server = new DnsServer(static question => DnsMessages.Answer(question, 3, Nothing));

        for (var c = ' '; c < '\x7F'; c++)
            if (HostName.IsAskable($"a{c}b.example"))
                Assert.Empty(await FindAsync($"a{c}b.example", NoFile, server.Port, Patient, "127.0.0.1"));
    }

    [Fact]
    public async Task The_system_file_names_the_servers()
    {
        using var folder = new TempDirectory();
        folder.Write("resolv.conf", "nameserver 127.0.0.77\nnameserver 127.0.0.78\n");
        var environment = new PluginEnvironment { Home = "", SystemConfiguration = folder.Path };

        var failure = await Assert.ThrowsAsync<IOException>(() => FindAsync(Name, environment, 1, Patient, "127.0.0.77"));

        Assert.Equal($"cannot look up {Name}: no answer from 127.0.0.77, 127.0.0.78", failure.Message);
    }

    [Fact]
    public async Task Who_has_called_it_off_is_not_kept_waiting()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => new NameServers(NoFile).FindAsync(Name, new CancellationToken(canceled: true)).AsTask());
    }

    static Task<IReadOnlyList<SrvRecord>> FindAsync(DnsServer server, int seconds = Patient) =>
        FindAsync(Name, NoFile, server.Port, seconds, "127.0.0.1");

    static Task<IReadOnlyList<SrvRecord>> FindAsync(
        string name, PluginEnvironment environment, int port, int seconds, params string[] servers)
    {
        // The question is asked in this thread, too.
        ResolverOfThisThread.Asks(port, seconds, servers);
        return new NameServers(environment).FindAsync(name, TestContext.Current.CancellationToken).AsTask();
    }

    // The message's number and kind, and the question, stay: the resolver looks at them itself, and would wait for a better answer.
    static byte[] Damaged(byte[] answer, Random random)
    {
        var end = DnsMessages.EndOfQuestion(answer);
        int[] places = [3, .. Enumerable.Range(6, 6), .. Enumerable.Range(end, answer.Length - end)];
        for (var i = random.Next(1, 8); i > 0; i--)
            answer[places[random.Next(places.Length)]] = (byte)random.Next(256);
        return answer[..random.Next(end, answer.Length + 1)];
    }
}
