using System.Security.Authentication;
using System.Text;

namespace Msmtp.Testing;

/// <summary>Plays the steps of one connection and tells where the client departed from them.</summary>
sealed class ScriptPlayer(ScriptPeer peer, IReadOnlyList<ScriptStep> steps, ScriptOptions options)
{
    const int LinesBefore = 40;
    static readonly TimeSpan FinishTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Plays all steps.</summary>
    /// <param name="finishing">Cancelled when the client has done everything it wanted to do.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task PlayAsync(CancellationToken finishing, CancellationToken cancellationToken)
    {
        for (var i = 0; i < steps.Count; i++)
            if (!await TryPlayAsync(i, cancellationToken))
                return;
        await EndAsync(finishing, cancellationToken);
    }

    async Task<bool> TryPlayAsync(int step, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        try
        {
            await steps[step].PlayAsync(peer, deadline.Token);
            return true;
        }
        catch (IOException) when (peer.MayBreak)
        {
            return false;
        }
        catch (MismatchException e)
        {
            throw Report(step, e.Message, e.Said);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            throw Report(step, Capital(e.Message), peer.Pending("C: "));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Report(step, $"Nothing came for {options.Timeout.TotalSeconds} s", peer.Pending("C: "));
        }
    }

    async Task EndAsync(CancellationToken finishing, CancellationToken cancellationToken)
    {
        if (peer.IsClosed)
            return;
        await FlushAsync(cancellationToken);
        if (peer.IsStalled)
            await peer.DrainAsync(finishing);
        else if (await peer.HearsMoreAsync(finishing) || await HadMoreAsync(cancellationToken))
            throw Report(steps.Count, "The client went on after the end of the script", peer.Pending("C: "));
    }

    async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await peer.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The client left without reading the last reply, as it may.
        }
    }

    // The client is done, and what it sent last may still be unread. Under TLS that may be a close_notify and nothing said.
    async Task<bool> HadMoreAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(FinishTimeout);
        return peer.HasUnread && await peer.HearsMoreAsync(deadline.Token);
    }

    TranscriptException Report(int step, string reason, IReadOnlyList<string> said)
    {
        var text = new StringBuilder(reason);
        text.Append(step < steps.Count ? $", at line {steps[step].Number} of the script:\n" : ":\n");
        foreach (var played in steps.Take(step).TakeLast(LinesBefore))
            text.Append($"    {played.Text}\n");
        if (step < steps.Count)
            text.Append($"  - {steps[step].Text}\n");
        foreach (var line in said)
            text.Append($"  + {line}\n");
        return new TranscriptException(text.ToString(), null);
    }

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>A client departed from the script. The message shows the dialogue and where it departed.</summary>
public sealed class TranscriptException(string message, Exception? inner) : Exception(message, inner);
