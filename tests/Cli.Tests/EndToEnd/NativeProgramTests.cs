using System.Text;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// What src/Cli/Native asks of the compiler, seen in what came of it: a later compiler or runtime that does not heed it any more
/// makes no mistake, only a dearer mail, which nothing else would show.
/// </summary>
public sealed class NativeProgramTests : EndToEndTest
{
    // elf(5): the type in the header, and that of a program that can lie anywhere.
    const int TypeOffset = 16;
    const byte SharedObject = 3;

    [Fact]
    public void It_can_lie_at_any_address()
    {
        Assert.Equal(SharedObject, Octets()[TypeOffset]);
    }

    [Fact]
    public void It_has_no_HTTP_client()
    {
        var octets = Octets().AsSpan();

        Assert.True(octets.IndexOf("SslStream"u8) > 0, "the names of types are not found: this test looks in the wrong place");
        Assert.True(octets.IndexOf("HttpClient"u8) < 0, "System.Net.Http is compiled in");
    }

    [Fact]
    public void It_does_not_carry_the_switches_that_its_compiler_has_turned()
    {
        var octets = Octets().AsSpan();

        Assert.True(octets.IndexOf("System.Runtime.TieredPGO"u8) > 0, "the names of switches are not found: this test looks in the wrong place");
        Assert.True(octets.IndexOf("System.StartupHookProvider.IsSupported"u8) < 0, "a switch is there to be read at each start");
    }

    [Fact]
    public void It_need_not_ask_how_much_it_may_allocate_before_the_first_collection()
    {
        Assert.True(Octets().AsSpan().IndexOf("GCgen0size\01000000\0"u8) > 0, "the option of the runtime is not there");
    }

    [Fact]
    public async Task It_waits_for_a_server_without_a_thread_for_that()
    {
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedServer.Start("--- call look ---\nS: 554 that was all\n", new ScriptOptions
        {
            Calls = new Dictionary<string, Func<ScriptPeer, CancellationToken, ValueTask>>
            {
                ["look"] = async (_, cancellationToken) =>
                {
                    stalled.SetResult();
                    await looked.Task.WaitAsync(cancellationToken);
                },
            },
        });
        using var command = RunningCommand.Start(Command(Flavour.Native, "-C", Msmtprc(server.Port), "you@example.net"), Token);
        await command.Input.WriteAsync("Subject: x\n\n"u8.ToArray(), Token);
        command.Input.Close();
        await stalled.Task.WaitAsync(Token);

        var threads = command.Threads;
        looked.SetResult();
        await command.FinishAsync(Token);

        // Its own, and the one that the runtime has for finalizers.
        Assert.InRange(threads.Count, 1, 2);
        Assert.DoesNotContain(".NET Sockets", threads);
    }

    // runtime.c makes objects in its own way. The runtime walks over all there are, and aborts if one is not where it should be.
    [Fact]
    public async Task Its_collections_find_a_heap_in_order()
    {
        var mail = string.Concat(Enumerable.Repeat($"X-Field: {new string('x', 100)}\n", 100_000)) + "\n";
        await using var server = MailSink.Start();

        var result = await (Command(Flavour.Native, "-C", Msmtprc(server.Port), "you@example.net") with
        {
            Environment = EnvironmentWith(("DOTNET_HeapVerify", "1"), ("DOTNET_GCHeapHardLimit", "3000000")),
            Input = Encoding.ASCII.GetBytes(mail),
        }).RunAsync(Token);

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    static byte[] Octets() => File.ReadAllBytes(Built(Flavour.Native));
}
