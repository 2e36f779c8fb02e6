# Reads the table of Stryker's report by file, and prints it by folder: what the plain tests reach, what they notice of
# it, and the score of what is reached beside its goal.
BEGIN { FS = "|"; goal = 85 }

/\.cs/ {
    file = $2
    gsub(/[ `\\]/, "", file)
    split(file, path, "/")
    noticed[path[1]] += $4 + $6
    reached[path[1]] += $4 + $5 + $6
    left[path[1]] += $7
}

END {
    print "| folder | reached | noticed | score | not reached |"
    print "|---|---|---|---|---|"
    sort = "sort"
    for (folder in reached) {
        if (reached[folder] > 0)
            printf "| %s | %d | %d | %.1f %% | %d |\n", folder, reached[folder], noticed[folder],
                100 * noticed[folder] / reached[folder], left[folder] | sort
        sums[1] += reached[folder]; sums[2] += noticed[folder]; sums[3] += left[folder]
    }
    close(sort)
    if (sums[1] == 0) { print "Nothing was reached."; exit 1 }
    score = 100 * sums[2] / sums[1]
    printf "| all (goal: %d %%) | %d | %d | %.1f %% | %d |\n", goal, sums[1], sums[2], score, sums[3]
    exit score < goal
}
