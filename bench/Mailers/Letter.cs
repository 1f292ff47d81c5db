using System.Text;
using MimeKit;

namespace Msmtp.Bench;

/// <summary>The mail that everybody sends, as octets and as MimeKit's message. It lacks nothing, so that nobody has to add a field.</summary>
sealed class Letter
{
    public const string From = "me@example.org";
    public const string To = "you@example.net";

    public Letter(int size)
    {
        using var message = Message(size);
        using var octets = new MemoryStream();
        message.WriteTo(octets);
        Octets = octets.ToArray();
    }

    public byte[] Octets { get; }

    /// <summary>A message of one's own: MailKit writes into those that it sends.</summary>
    public MimeMessage ToMessage() => MimeMessage.Load(new MemoryStream(Octets));

    static MimeMessage Message(int size)
    {
        const int HeaderSize = 250;
        var text = Encoding.ASCII.GetString(MailText.OfSize(size));
        var message = new MimeMessage { Subject = "hello", Body = new TextPart("plain") { Text = text[..(size - HeaderSize)] } };
        message.From.Add(new MailboxAddress("Me", From));
        message.To.Add(new MailboxAddress("You", To));
        return message;
    }
}
