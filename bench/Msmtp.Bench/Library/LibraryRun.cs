using System.Diagnostics;
using Msmtp.Hosting;

namespace Msmtp.Bench;

/// <summary>
/// <c>library PORT MAILS SIZE</c>: an application that sends so many mails, one after the other, over one connection. Says how many it
/// sent in a second and how many octets it allocated for each, the first one left out.
/// </summary>
static class LibraryRun
{
    public static async Task<int> OfAsync(string port, int mails, int size)
    {
        await using var mailer = new MailerBuilder()
            .AddDefaultPlugins()
            .AddAccount("default", new Dictionary<string, string> { ["host"] = "127.0.0.1", ["port"] = port, ["from"] = "me@example.org" })
            .UseLinks(new LinkOptions { MaxPerAccount = 1, MailsPerLink = int.MaxValue })
            .Build();
        ReadOnlyMemory<byte> message = Mails.OfSize(size);
        await SendAsync(mailer, message, 1);

        var (allocated, start) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await SendAsync(mailer, message, mails - 1);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Console.WriteLine($"{(mails - 1) / seconds:0} {allocated / (mails - 1)}");
        return 0;
    }

    static async Task SendAsync(IMailer mailer, ReadOnlyMemory<byte> message, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var mail = new MailRequest { Message = MessageInput.FromOctets(message), To = ["you@example.net"] };
            await mailer.SendAsync(mail, CancellationToken.None);
        }
    }
}
