using Plumbline.Core.Sources;

namespace Plumbline.Sync.ReadSets;

/// <summary>What one source of one application looked at, as marks.</summary>
/// <param name="App">The application.</param>
/// <param name="Source">Place of the source, from 0.</param>
/// <param name="Revision">The tracked revision as written; null when the application no longer uses the repository.</param>
/// <param name="Version">Grows with every recording; the newest entry of an application and source counts.</param>
/// <param name="Marks">Marks of files, folders and misses.</param>
/// <param name="Listings">Mark of each listed folder with the mark of what it held.</param>
internal sealed record ReadSetEntry(
    string App, int Source, string? Revision, long Version, IReadOnlyList<ulong> Marks, IReadOnlyList<(ulong Folder, ulong Held)> Listings)
{
    public static ReadSetEntry Of(string app, int source, string revision, long version, ReadSet reads)
    {
        var marks = new List<ulong>(reads.Files.Count + reads.Misses.Count);
        foreach (var (path, id) in reads.Files)
        {
            marks.Add(PathMark.Of(id == RecordingSourceTree.FolderId ? PathMark.Folder : PathMark.File, path.Value));
        }

        foreach (var path in reads.Misses)
        {
            marks.Add(PathMark.Of(PathMark.Miss, path.Value));
        }

        var listings = reads.Listings.Select(l => (PathMark.Of(PathMark.Listing, l.Key.Value), PathMark.OfListing(l.Value))).ToList();
        return new ReadSetEntry(app, source, revision, version, marks, listings);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(App);
        writer.Write(Source);
        writer.Write(Revision ?? "\0");
        writer.Write(Version);
        writer.Write(Marks.Count);
        foreach (var mark in Marks)
        {
            writer.Write(mark);
        }

        writer.Write(Listings.Count);
        foreach (var (folder, held) in Listings)
        {
            writer.Write(folder);
            writer.Write(held);
        }
    }

    public static ReadSetEntry Read(BinaryReader reader)
    {
        var app = reader.ReadString();
        var source = reader.ReadInt32();
        var revision = reader.ReadString();
        var version = reader.ReadInt64();
        var marks = new ulong[reader.ReadInt32()];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i] = reader.ReadUInt64();
        }

        var listings = new (ulong, ulong)[reader.ReadInt32()];
        for (var i = 0; i < listings.Length; i++)
        {
            listings[i] = (reader.ReadUInt64(), reader.ReadUInt64());
        }

        return new ReadSetEntry(app, source, revision == "\0" ? null : revision, version, marks, listings);
    }
}
