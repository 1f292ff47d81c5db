using System.Text;

namespace Msmtp.Bench;

/// <summary>Prints the report as it grows, and keeps it.</summary>
sealed class ReportWriter
{
    readonly StringBuilder text = new();

    public void Write(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(line);
            text.Append(line).Append('\n');
        }
    }

    /// <summary>What was written since the last call.</summary>
    public string TakePart()
    {
        var part = text.ToString();
        text.Clear();
        return part;
    }
}
