// <port> <mails> <octets>: an application that sends this many mails, one after another, over one connection. Prints how many it sent per
// second, and how many octets it allocated for each, not counting the first.
using System.Diagnostics;
using System.Globalization;
using Msmtp;
using Msmtp.Bench;
using Msmtp.Hosting;

if (args is not [var port, var mails, var size])
{
    Console.Error.WriteLine("what is asked for: a port of this machine, a number of mails, their size in octets");
    return 64;
}

await using var mailer = new MailerBuilder()
    .AddDefaultPlugins()
    .AddAccount("default", new Dictionary<string, string> { ["host"] = "127.0.0.1", ["port"] = port, ["from"] = "me@example.org" })
    .UseConnectionPool(new ConnectionPoolOptions { MaxConnectionsPerAccount = 1, MailsPerConnection = int.MaxValue })
    .Build();
ReadOnlyMemory<byte> message = MailText.OfSize(Number(size));
var count = Number(mails) - 1;
await SendAsync(1);

var (allocated, start) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
await SendAsync(count);
var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count / seconds:0} {allocated / count}"));
return 0;

async Task SendAsync(int times)
{
    for (var i = 0; i < times; i++)
    {
        var mail = new MailRequest { Message = MessageInput.FromOctets(message), To = ["you@example.net"] };
        await mailer.SendAsync(mail);
    }
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
